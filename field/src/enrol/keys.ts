/** A new key for an officer: the best that this browser really keeps. */
import { newKeys, signerFromKeys, signerFromSeed, type Signer } from "../log/keys";
import type { KeptKey } from "../keeping/records";
import type { Store } from "../keeping/store";

export interface NewKey {
  readonly key: KeptKey;
  readonly signer: Signer;
}

/** Return a new key. It is *kunci lunak* where the browser cannot sign, or loses keys it stored. */
export async function makeKey(store: Store): Promise<NewKey> {
  const pair = await newKeys();
  if (pair !== null && (await survives(store, pair))) {
    return { key: { kind: "hard", pair }, signer: await signerFromKeys(pair) };
  }
  const seed = crypto.getRandomValues(new Uint8Array(32));
  return { key: await wrapped(seed), signer: signerFromSeed(seed) };
}

/** Whether a key comes back from the store able to sign: some browsers keep an empty shell. */
async function survives(store: Store, pair: CryptoKeyPair): Promise<boolean> {
  const probe = Uint8Array.of(1, 2, 3);
  try {
    await store.set("probe", pair);
    const back = (await store.setting("probe")) as CryptoKeyPair;
    const sig = await crypto.subtle.sign("Ed25519", back.privateKey, probe);
    return await crypto.subtle.verify("Ed25519", pair.publicKey, sig, probe);
  } catch {
    return false;
  } finally {
    await store.set("probe", null).catch(() => undefined);
  }
}

async function wrapped(seed: Uint8Array<ArrayBuffer>): Promise<KeptKey> {
  const subtle = (crypto as { readonly subtle?: SubtleCrypto }).subtle;
  if (subtle === undefined) return { kind: "bare", seed: seed.buffer };
  const by = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { kind: "wrapped", by, iv: iv.buffer, sealed: await subtle.encrypt({ name: "AES-GCM", iv }, by, seed) };
}
