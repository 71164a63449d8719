/** The pages of voting day, loaded together when the first of them is opened. */
export { closing } from "./closing";
export { leaving } from "./leaving";
export { moving } from "./moving";
export { opening } from "./opening";
export { result } from "./result";
export { returning } from "./returning";
export { sealing } from "./sealing";
export { turnout } from "./turnout";
