import { HttpTransportType, HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { BoardDelta, BoardSnapshot, LevelsReport } from '../api/types';

/** What the server pushes to this page. */
export interface HubEvents {
  boardChanged: (delta: BoardDelta) => void;
  levelsChanged: (report: LevelsReport) => void;
  conferencesChanged: () => void;
  briefingsChanged: () => void;
  /** The connection is up (again): whatever was watched must be asked for anew. */
  connected: () => void;
  /** The server has just answered. */
  alive: () => void;
  /** The connection is gone; it is being built again. */
  lost: () => void;
}

type EventName = keyof HubEvents;

// Milliseconds before each attempt to connect again; the last one repeats for ever.
const retryAfterMs = [0, 500, 1000, 2000];
// A silent server counts as lost after this. Short, because a technician must not read an old board as the truth;
// the page asks for a sign of life often enough that a healthy server is never silent this long.
const silenceMs = 2500;
const heartbeatMs = 1000;
const nobody = '00000000-0000-0000-0000-000000000000';

/** The page's one connection to the live hub. It never gives up by itself. */
export class LiveConnection {
  private readonly listeners: { [E in EventName]: Set<HubEvents[E]> } = {
    boardChanged: new Set(),
    levelsChanged: new Set(),
    conferencesChanged: new Set(),
    briefingsChanged: new Set(),
    connected: new Set(),
    alive: new Set(),
    lost: new Set(),
  };
  private connection: HubConnection | null = null;
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private wanted = false;

  on<E extends EventName>(event: E, listener: HubEvents[E]): () => void {
    this.listeners[event].add(listener);
    return () => this.listeners[event].delete(listener);
  }

  get isConnected(): boolean {
    return this.connection !== null;
  }

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.attempts = 0;
    void this.connect();
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    const connection = this.connection;
    this.drop();
    void connection?.stop();
  }

  /** The board of a conference as it is now; deltas follow. Null when there is none. */
  async watch(conferenceId: string): Promise<BoardSnapshot | null> {
    if (!this.connection) throw new Error('There is no connection.');
    return this.connection.invoke<BoardSnapshot | null>('Watch', conferenceId);
  }

  unwatch(conferenceId: string): void {
    // A lost connection has forgotten its watches anyway.
    void this.connection?.invoke('Unwatch', conferenceId).catch(() => undefined);
  }

  private emit<E extends EventName>(event: E, ...values: Parameters<HubEvents[E]>): void {
    for (const listener of [...this.listeners[event]])
      (listener as (...values: Parameters<HubEvents[E]>) => void)(...values);
  }

  private async connect(): Promise<void> {
    const connection = this.build();
    try {
      await connection.start();
    } catch {
      this.tryLater();
      return;
    }
    // Stopped while it was being built.
    if (!this.wanted) return void connection.stop();
    this.connection = connection;
    this.attempts = 0;
    this.heartbeat = setInterval(() => void this.askForLife(connection), heartbeatMs);
    this.emit('connected');
  }

  private build(): HubConnection {
    const connection = new HubConnectionBuilder()
      .withUrl('/hubs/live', { transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(LogLevel.None)
      .build();
    connection.serverTimeoutInMilliseconds = silenceMs;
    connection.on('BoardChanged', (delta: BoardDelta) => this.emit('boardChanged', delta));
    connection.on('LevelsChanged', (report: LevelsReport) => this.emit('levelsChanged', report));
    connection.on('ConferencesChanged', () => this.emit('conferencesChanged'));
    connection.on('BriefingsChanged', () => this.emit('briefingsChanged'));
    connection.onclose(() => {
      if (this.connection !== connection) return;
      this.drop();
      this.tryLater();
    });
    return connection;
  }

  /** Any answer resets the client's silence timer; unwatching what nobody watches is the cheapest question there is. */
  private async askForLife(connection: HubConnection): Promise<void> {
    try {
      await connection.invoke('Unwatch', nobody);
      if (this.connection === connection) this.emit('alive');
    } catch {
      // The silence timer or the close event deals with it.
    }
  }

  private drop(): void {
    clearInterval(this.heartbeat);
    if (this.connection === null) return;
    this.connection = null;
    this.emit('lost');
  }

  private tryLater(): void {
    if (!this.wanted) return;
    const wait = retryAfterMs[Math.min(this.attempts, retryAfterMs.length - 1)] ?? 2000;
    this.attempts += 1;
    this.timer = setTimeout(() => void this.connect(), wait);
  }
}

export const hub = new LiveConnection();
