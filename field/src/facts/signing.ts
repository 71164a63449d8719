/** The signer of an officer, from the key that is kept. */
import { fromBase64 } from "../log/bytes";
import { signerFromKeys, signerFromSeed, type Signer } from "../log/keys";
import type { KeptKey } from "../keeping/records";

/** Return the signer of a kept key. Throws where the browser lost the key that wraps it. */
export async function signerOf(key: KeptKey): Promise<Signer> {
  if (key.kind === "hard") return signerFromKeys(key.pair);
  if (key.kind === "bare") return signerFromSeed(new Uint8Array(key.seed));
  const seed = await crypto.subtle.decrypt({ name: "AES-GCM", iv: key.iv }, key.by, key.sealed);
  return signerFromSeed(new Uint8Array(seed));
}

/** Whether a copy of the key could be taken from the phone's storage. */
export function isSoft(key: KeptKey): boolean {
  return key.kind !== "hard";
}

/** The 64 bytes of a signature written in base64. */
export function signatureOf(text: string): Uint8Array {
  return fromBase64(text);
}
