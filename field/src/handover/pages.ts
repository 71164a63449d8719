/** The pages of a handover by their addresses; loaded when the first of them is opened. */
import type { OfficerPage } from "../app/context";
import { cancel } from "./cancelling";
import { carry } from "./carry";
import { namesIn } from "./boxes";
import { answer, closed, give, nothing, offer } from "./give";
import { knownBy, type Mine } from "./knowing";
import { idOf } from "./loads";
import { otherwiseScreen } from "./otherwise";
import { onPaper } from "./on_paper";
import { draftOf } from "./parts";
import { prove, proveAnswer } from "./proving";
import { brought, check, receive, RECEIVE, refuse, shown, waiting } from "./receive";
import { absent, ownKey, ways, withList } from "./ways";
import { sign, watch } from "./witness";

/** By the part of the address behind the name of the thing. */
type Parts = Readonly<Record<string, OfficerPage>>;

const OF_OFFER: Parts = { jawaban: answer, selesai: closed, cara: ways, daftar: withList, kunci: ownKey, absen: absent, bukti: proveAnswer, batal: cancel };
const OF_RECEIVING: Parts = { cek: check, tawaran: brought, tolak: refuse, beda: (context) => receivedOtherwise(context), kunci: prove };

/** `#/serahkan/<list>[/beda|/kertas]` */
export const serahkan: OfficerPage = (context, list = "", part = "") => (part === "beda" ? givenOtherwise(context, list) : give(context, list, part));
/** `#/serah/<given>[/...]` */
export const serah: OfficerPage = (context, name = "", part = "") => (part === "" ? offer : (OF_OFFER[part] ?? nothing))(context, name);
/** `#/terima[/...]` */
export const terima: OfficerPage = (context, part = "", ...args) => (part === "" ? receive : (OF_RECEIVING[part] ?? nothing))(context, ...args);
/** `#/jawaban/<received>[/cara|/kunci]` */
export const jawaban: OfficerPage = (context, name = "", part = "") => (part === "cara" ? ways : part === "kunci" ? ownKey : shown)(context, name);
/** `#/saksikan[/tanda]` */
export const saksikan: OfficerPage = (context, part = "") => (part === "tanda" ? sign : watch)(context);
/** `#/kertas/<list>` */
export const kertas: OfficerPage = onPaper;
/** `#/bawa` */
export const bawa: OfficerPage = carry;

async function givenOtherwise(context: Mine, list: string) {
  const known = await knownBy(context);
  const load = known.loads.find((each) => idOf(each) === list);
  if (load === undefined) return nothing();
  const draft = await draftOf(context, list);
  return otherwiseScreen(context, { id: list, draft, packages: load.packages, names: namesIn(known), back: ["serahkan", list] });
}

async function receivedOtherwise(context: Mine) {
  const found = await waiting(context);
  if (found === null || "is" in found) return nothing();
  const { draft, known, offer: waits } = found;
  return otherwiseScreen(context, { id: RECEIVE, draft, packages: waits.packages, names: namesIn(known), back: [RECEIVE, "cek"] });
}
