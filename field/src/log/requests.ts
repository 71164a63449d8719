/** How a phone signs what it asks of a server: no cookies, no password. Twin of `core/log/requests.py`. */
import { Malformed, sha256, toBase64, toHex, utf8 } from "./bytes";
import { bodyVerifies, REQUEST, signBody, type Signer } from "./keys";

/**
 * Return what is signed, after its purpose: method, path with query, hash of the body, a line
 * each. Throws `Malformed` for a method or path that could be read as another.
 */
export function requestText(method: string, path: string, body: Uint8Array): Uint8Array {
  if (!/^[A-Z]+$/.test(method) || !/^\/[!-~]*$/.test(path)) throw new Malformed("method or path");
  return utf8(`${method}\n${path}\n${toHex(sha256(body))}`);
}

/** Return the headers that sign a request. */
export async function signRequest(
  signer: Signer,
  method: string,
  path: string,
  body: Uint8Array,
  now: Date,
): Promise<Record<"Tepat-Device" | "Tepat-Time" | "Tepat-Signature", string>> {
  return {
    "Tepat-Device": signer.keyId,
    "Tepat-Time": now.toISOString().replace(/\.[0-9]{3}Z$/, "Z"),
    "Tepat-Signature": toBase64(await signBody(signer, REQUEST, requestText(method, path, body))),
  };
}

/** Whether `key` signed this request. */
export async function requestVerifies(
  key: Uint8Array,
  method: string,
  path: string,
  body: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    return await bodyVerifies(key, REQUEST, requestText(method, path, body), signature);
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
