/** The little of Node that the tests use; the phone's own code must not see the rest. */
declare module "node:fs" {
  export function existsSync(path: string): boolean;
  export function readFileSync(path: string): Uint8Array<ArrayBuffer>;
  export function readFileSync(path: string, encoding: "utf8"): string;
  export function readdirSync(path: string): string[];
}
declare module "node:url" {
  export function fileURLToPath(url: URL): string;
}
declare module "node:zlib" {
  interface Options {
    readonly level?: number;
    readonly strategy?: number;
    readonly dictionary?: Uint8Array;
  }
  export function deflateRawSync(data: Uint8Array, options?: Options): Uint8Array<ArrayBuffer>;
}
