import type { BoardDelta, BoardParticipant, BoardSnapshot, LevelsReport } from '../api/types';
import { learnServerTime } from '../time/clock';
import { boardOf, reduce, type Board } from './reduce';

export type BoardStatus = 'loading' | 'missing' | 'live' | 'lost';

/** RMS level of silence, dB relative to overload. */
export const silenceDbov = -127;

interface Level {
  dbov: number;
  speaking: boolean;
}

/** The part of the hub the store needs. */
export interface BoardSource {
  readonly isConnected: boolean;
  watch: (conferenceId: string) => Promise<BoardSnapshot | null>;
}

type Listener = () => void;

const retryWatchMs = 3_000;

/**
 * One board outside React: it takes snapshots and deltas, asks for a snapshot again when there is a gap, and tells each tile
 * only of its own changes. Levels go past React altogether.
 */
export class BoardStore {
  private current: Board | null = null;
  private state: BoardStatus = 'loading';
  private receivedAtMs = 0;
  private readonly levels = new Map<string, Level>();
  private early: BoardDelta[] = [];
  private asking = false;
  private askAgain = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly anyListeners = new Set<Listener>();
  private readonly roomListeners = new Map<string, Set<Listener>>();
  private readonly levelListeners = new Map<string, (dbov: number) => void>();

  constructor(
    private readonly conferenceId: string,
    private readonly source: BoardSource,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  readonly board = (): Board | null => this.current;
  readonly status = (): BoardStatus => this.state;
  readonly participant = (roomId: string): BoardParticipant | undefined =>
    this.current?.participants.get(roomId);
  readonly isSpeaking = (roomId: string): boolean => this.levels.get(roomId)?.speaking ?? false;
  readonly level = (roomId: string): number => this.levels.get(roomId)?.dbov ?? silenceDbov;

  /** Seconds since anything was last known to be true. */
  readonly ageSeconds = (): number => Math.max(0, Math.floor((this.nowMs() - this.receivedAtMs) / 1000));

  readonly subscribe = (listener: Listener): Listener => {
    this.anyListeners.add(listener);
    return () => this.anyListeners.delete(listener);
  };

  /** Tells of changes of one room, its speaking included. */
  subscribeRoom(roomId: string, listener: Listener): Listener {
    const listeners = this.roomListeners.get(roomId) ?? new Set();
    this.roomListeners.set(roomId, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Paints one room's level; called for every change, outside React. */
  onLevel(roomId: string, paint: (dbov: number) => void): Listener {
    this.levelListeners.set(roomId, paint);
    paint(this.level(roomId));
    return () => {
      if (this.levelListeners.get(roomId) === paint) this.levelListeners.delete(roomId);
    };
  }

  /** Asks for a snapshot. Deltas that come meanwhile are kept and applied to it. */
  async sync(): Promise<void> {
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    clearTimeout(this.retry);
    this.asking = true;
    try {
      this.take(await this.source.watch(this.conferenceId));
    } catch {
      this.later(); // the connection went away meanwhile; `connected` asks again, this is the net below
    } finally {
      this.asking = false;
    }
    if (!this.askAgain) return;
    this.askAgain = false;
    await this.sync();
  }

  receive(delta: BoardDelta): void {
    if (delta.conferenceId !== this.conferenceId) return;
    if (this.asking || this.current === null) {
      this.early.push(delta);
      return;
    }
    const result = reduce(this.current, delta);
    if (result.kind === 'resync') {
      this.early = [delta];
      void this.sync();
    }
    if (result.kind !== 'applied') return;
    this.seen(delta.serverTime);
    this.replace(result.board);
  }

  receiveLevels(report: LevelsReport): void {
    if (report.conferenceId !== this.conferenceId) return;
    const heard = new Set<string>();
    for (const { roomId, levelDbov, speaking } of report.levels) {
      heard.add(roomId);
      this.setLevel(roomId, levelDbov, speaking);
    }
    // A room at the floor is left out of the report.
    for (const roomId of this.levels.keys())
      if (!heard.has(roomId)) this.setLevel(roomId, silenceDbov, false);
    this.receivedAtMs = this.nowMs();
  }

  connectionLost(): void {
    if (this.state === 'missing') return;
    if (this.state === 'live') this.setStatus('lost');
    for (const roomId of this.levels.keys()) this.setLevel(roomId, silenceDbov, false);
  }

  /** A sign of life from the server although nothing changed. */
  confirm(): void {
    if (this.state === 'live') this.receivedAtMs = this.nowMs();
  }

  close(): void {
    clearTimeout(this.retry);
    this.anyListeners.clear();
    this.roomListeners.clear();
  }

  private take(snapshot: BoardSnapshot | null): void {
    const early = this.early;
    this.early = [];
    this.asking = false;
    if (snapshot === null) {
      // An ended board stays in sight; one that never was is asked for until it is there.
      if (this.current === null) this.setStatus('missing');
      this.later();
      return;
    }
    this.seen(snapshot.serverTime);
    this.replace(boardOf(snapshot));
    this.setStatus('live');
    for (const delta of early.sort((a, b) => a.version - b.version)) this.receive(delta);
  }

  private later(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (this.source.isConnected) void this.sync();
    }, retryWatchMs);
  }

  private seen(serverTime: string): void {
    learnServerTime(serverTime);
    this.receivedAtMs = this.nowMs();
  }

  private replace(next: Board): void {
    const before = this.current;
    this.current = next;
    for (const [roomId, participant] of next.participants) {
      if (before?.participants.get(roomId) === participant) continue;
      this.setLevel(roomId, participant.levelDbov, participant.speaking);
      this.tell(roomId);
    }
    this.anyListeners.forEach((listener) => listener());
  }

  private setLevel(roomId: string, dbov: number, speaking: boolean): void {
    const before = this.levels.get(roomId);
    if (before?.dbov === dbov && before.speaking === speaking) return;
    this.levels.set(roomId, { dbov, speaking });
    if (before?.dbov !== dbov) this.levelListeners.get(roomId)?.(dbov);
    if ((before?.speaking ?? false) !== speaking) this.tell(roomId);
  }

  private tell(roomId: string): void {
    this.roomListeners.get(roomId)?.forEach((listener) => listener());
  }

  private setStatus(status: BoardStatus): void {
    if (this.state === status) return;
    this.state = status;
    this.anyListeners.forEach((listener) => listener());
  }
}
