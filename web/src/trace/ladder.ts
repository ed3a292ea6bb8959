import type { TracedMessage } from '../api/types';

/** What a message is to the eye. */
export type RungKind = 'request' | 'provisional' | 'success' | 'refusal' | 'unknown';

/** One arrow of the ladder. */
export interface Rung {
  number: number;
  outgoing: boolean;
  /** `INVITE`, or `180 Ringing`. */
  title: string;
  /** The method a response answers; empty for a request. */
  answers: string;
  kind: RungKind;
  /** Milliseconds after the first message of the trace. */
  offsetMs: number;
  /** 1 for the first call of the trace, 2 for the next; calls are told apart by their Call-ID. */
  call: number;
  /** The number of the message this one repeats; null for the first of its kind. */
  repeats: number | null;
  /** Whether it carries a session description. */
  hasSdp: boolean;
  /** Messages before this one that were not kept. */
  lost: number;
}

/** Lays the messages of a trace out, oldest first. The same messages give the same ladder. */
export function layOut(messages: readonly TracedMessage[]): Rung[] {
  const calls = new Map<string, number>();
  const seen = new Map<string, number>();
  const begin = messages[0] ? Date.parse(messages[0].at) : 0;
  let before = 0;
  return messages.map((message) => {
    const head = readHead(message.text);
    const call = calls.get(head.callId) ?? calls.size + 1;
    calls.set(head.callId, call);
    // A repeated message is equal in all that tells one transaction from another (RFC 3261 section 17).
    const key = [message.outgoing, head.start, head.callId, head.sequence, head.branch].join('\n');
    const repeats = seen.get(key) ?? null;
    if (repeats === null) seen.set(key, message.number);
    const lost = message.number - before - 1;
    before = message.number;
    return {
      number: message.number,
      outgoing: message.outgoing,
      title: titleOf(head.start),
      answers: isResponse(head.start) ? (head.sequence.split(/\s+/)[1] ?? '') : '',
      kind: kindOf(head.start),
      offsetMs: Date.parse(message.at) - begin,
      call,
      repeats,
      hasSdp: head.hasSdp,
      lost,
    };
  });
}

interface Head {
  start: string;
  callId: string;
  sequence: string;
  branch: string;
  hasSdp: boolean;
}

function readHead(text: string): Head {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const [start = '', ...lines] = head.split(/\r?\n/);
  const find = (name: string, short: string): string => {
    for (const line of lines) {
      const colon = line.indexOf(':');
      const key = line.slice(0, colon).trim().toLowerCase();
      if (colon > 0 && (key === name || key === short)) return line.slice(colon + 1).trim();
    }
    return '';
  };
  return {
    start: start.trim(),
    callId: find('call-id', 'i'),
    sequence: find('cseq', 'cseq'),
    branch: /;\s*branch\s*=\s*([^;,\s]+)/i.exec(find('via', 'v'))?.[1] ?? '',
    hasSdp: find('content-type', 'c').toLowerCase().startsWith('application/sdp'),
  };
}

const isResponse = (start: string): boolean => /^SIP\/2\.0 \d{3}/i.test(start);

function titleOf(start: string): string {
  if (isResponse(start)) return start.slice(8).trim();
  const method = start.split(' ', 1)[0] ?? '';
  return /^[A-Za-z]+$/.test(method) ? method : '?';
}

function kindOf(start: string): RungKind {
  if (!isResponse(start)) return titleOf(start) === '?' ? 'unknown' : 'request';
  const status = Number(start.slice(8, 11));
  if (status < 200) return 'provisional';
  return status < 300 ? 'success' : 'refusal';
}
