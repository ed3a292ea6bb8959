import { useEffect, useRef, useState } from 'react';
import type { BoardParticipant } from '../api/types';

const storageKey = 'alarm-sound';
// A room that recovers at once is no incident, and one incident sounds once.
const settleMs = 10_000;

interface AlarmSound {
  on: boolean;
  setOn: (on: boolean) => void;
}

/** A short tone when a room has had a new fault for ten seconds. Off until someone wants it; remembered on this PC. */
export function useAlarmSound(alarms: readonly BoardParticipant[]): AlarmSound {
  const [on, change] = useState(() => localStorage.getItem(storageKey) === 'on');
  const since = useRef(new Map<string, number>());
  const sounded = useRef(new Set<string>());
  const helped = useRef(new Set<string>());

  useEffect(() => {
    const now = Date.now();
    const present = new Set(alarms.map((participant) => participant.roomId));
    for (const roomId of since.current.keys()) {
      if (present.has(roomId)) continue;
      since.current.delete(roomId);
      sounded.current.delete(roomId);
      helped.current.delete(roomId);
    }
    for (const { roomId, helpWantedAt } of alarms) {
      // Who asks for help is heard at once, also when the room was in trouble before.
      if (helpWantedAt && !helped.current.has(roomId)) {
        since.current.set(roomId, now - settleMs);
        sounded.current.delete(roomId);
      }
      if (helpWantedAt) helped.current.add(roomId);
      else helped.current.delete(roomId);
      if (!since.current.has(roomId)) since.current.set(roomId, now);
    }
  }, [alarms]);

  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => {
      const due = [...since.current].filter(
        ([roomId, at]) => Date.now() - at >= settleMs && !sounded.current.has(roomId),
      );
      if (due.length === 0) return;
      for (const [roomId] of due) sounded.current.add(roomId);
      beep();
    }, 1000);
    return () => clearInterval(timer);
  }, [on]);

  return {
    on,
    setOn: (next) => {
      change(next);
      localStorage.setItem(storageKey, next ? 'on' : 'off');
      if (next) beep();
    },
  };
}

function beep(): void {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.connect(context.destination);
  for (const [at, hz] of [
    [0, 660],
    [0.18, 880],
  ] as const) {
    const tone = context.createOscillator();
    tone.frequency.value = hz;
    tone.connect(gain);
    tone.start(context.currentTime + at);
    tone.stop(context.currentTime + at + 0.15);
  }
  gain.gain.value = 0.15;
  setTimeout(() => void context.close(), 1000);
}
