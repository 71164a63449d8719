/** What a person hears and feels without looking: one short beep right, two long ones wrong. */

export type Signal = "right" | "wrong" | "again";

interface Tone {
  readonly hertz: number;
  readonly milliseconds: number;
}

const TONES: Readonly<Record<Signal, readonly Tone[]>> = {
  right: [{ hertz: 1760, milliseconds: 90 }],
  wrong: [{ hertz: 220, milliseconds: 350 }, { hertz: 0, milliseconds: 120 }, { hertz: 220, milliseconds: 350 }],
  again: [],
};

const SHAKES: Readonly<Record<Signal, readonly number[]>> = { right: [60], wrong: [350, 120, 350], again: [25] };

/** The sounds of one scan. Made after a tap: browsers play nothing before one. */
export class Signals {
  private readonly context = typeof AudioContext === "undefined" ? null : new AudioContext();

  /** Play `signal`; a phone without sound or vibration stays silent. */
  give(signal: Signal): void {
    navigator.vibrate?.([...SHAKES[signal]]);
    const { context } = this;
    if (context === null) return;
    if (context.state !== "running") {
      // What is planned for a clock that stands still would all sound at once, later.
      void context.resume().catch(() => undefined);
      return;
    }
    let at = context.currentTime;
    for (const { hertz, milliseconds } of TONES[signal]) {
      if (hertz > 0) this.tone(context, hertz, at, milliseconds / 1000);
      at += milliseconds / 1000;
    }
  }

  close(): void {
    void this.context?.close().catch(() => undefined);
  }

  private tone(context: AudioContext, hertz: number, at: number, seconds: number): void {
    const [sound, volume] = [context.createOscillator(), context.createGain()];
    sound.type = "square";
    sound.frequency.value = hertz;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.setTargetAtTime(0, at + seconds - 0.02, 0.01); // no click at the end
    sound.connect(volume).connect(context.destination);
    sound.start(at);
    sound.stop(at + seconds + 0.05);
  }
}
