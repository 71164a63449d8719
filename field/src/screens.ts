/** What each screen says: state in, markup out. No screen reads the network or the clock. */

/** The phone's present: whether it has a network, and what it may do. */
export interface State {
  readonly online: boolean;
  readonly tasks: readonly string[];
}

export interface Screen {
  readonly title: string;
  readonly text: string;
  readonly action: string | null;
  readonly foot: string;
}

/** Return the first screen for `state`. */
export function home(state: State): Screen {
  const foot = state.online ? "Tersambung." : "Tanpa sinyal. Catatan tetap tersimpan di HP ini.";
  const [next] = state.tasks;
  if (next !== undefined) {
    return { title: next, text: `${state.tasks.length} tugas di HP ini.`, action: "Mulai tugas", foot };
  }
  return {
    title: "Belum ada tugas di HP ini",
    text: "Minta kode QR pendaftaran kepada pengelola akun KPU kabupaten. Setelah didaftarkan, tugas Anda tampil di sini.",
    action: state.online ? "Periksa tugas lagi" : null,
    foot,
  };
}
