/** The phone. */
import { start } from "./app/start";
import { showTheme } from "./app/theme";
import { speak } from "./app/words";

const root = document.getElementById("app");
showTheme();
if (root) void speak(localStorage.getItem("language") === "en" ? "en" : "id").then(() => start(root));
