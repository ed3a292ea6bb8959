import { describe, expect, it } from 'vitest';
import type { TracedMessage } from '../api/types';
import { layOut } from './ladder';

let number = 0;

function message(start: string, more: Partial<TracedMessage> & { head?: string } = {}): TracedMessage {
  number += 1;
  const { head = 'Call-ID: a\r\nCSeq: 1 INVITE\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1', ...rest } = more;
  return {
    number,
    at: new Date(1_764_000_000_000 + number * 250).toISOString(),
    outgoing: true,
    transport: 'UDP',
    remote: '10.0.0.7:5060',
    text: `${start}\r\n${head}\r\n\r\n`,
    ...rest,
  };
}

const ladder = (...messages: TracedMessage[]) => {
  const first = messages[0]?.number ?? 1;
  return layOut(messages.map((one) => ({ ...one, number: one.number - first + 1 })));
};

describe('a ladder', () => {
  it('names requests by method and responses by status, with what they answer', () => {
    const rungs = ladder(
      message('INVITE sip:room@10.0.0.7 SIP/2.0'),
      message('SIP/2.0 180 Ringing', { outgoing: false }),
      message('SIP/2.0 200 OK', { outgoing: false }),
      message('SIP/2.0 486 Busy Here', { outgoing: false }),
      message('\u0001\u0002 nonsense'),
    );
    expect(rungs.map(({ title, answers, kind }) => [title, answers, kind])).toEqual([
      ['INVITE', '', 'request'],
      ['180 Ringing', 'INVITE', 'provisional'],
      ['200 OK', 'INVITE', 'success'],
      ['486 Busy Here', 'INVITE', 'refusal'],
      ['?', '', 'unknown'],
    ]);
    expect(rungs.map(({ offsetMs }) => offsetMs)).toEqual([0, 250, 500, 750, 1000]);
  });

  it('marks retransmissions and nothing else', () => {
    const again = 'Call-ID: a\r\nCSeq: 2 INVITE\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK2';
    const rungs = ladder(
      message('INVITE sip:x SIP/2.0'),
      message('INVITE sip:x SIP/2.0'),
      message('SIP/2.0 401 Unauthorized', { outgoing: false }),
      message('INVITE sip:x SIP/2.0', { head: again }), // with credentials: another transaction
      message('SIP/2.0 200 OK', { outgoing: false, head: again }),
      message('SIP/2.0 200 OK', { outgoing: false, head: again }),
      message('SIP/2.0 200 OK', { outgoing: true, head: again }), // the other way
    );
    expect(rungs.map(({ repeats }) => repeats)).toEqual([null, 1, null, null, null, 5, null]);
  });

  it('counts calls by their Call-ID, long or short, and finds session descriptions', () => {
    const rungs = ladder(
      message('INVITE sip:x SIP/2.0', { head: 'i: a\r\nCSeq: 1 INVITE\r\nc: application/sdp' }),
      message('INVITE sip:x SIP/2.0', { head: 'Call-ID: b\r\nCSeq: 1 INVITE' }),
      message('BYE sip:x SIP/2.0', { head: 'Call-ID: a\r\nCSeq: 2 BYE' }),
    );
    expect(rungs.map(({ call }) => call)).toEqual([1, 2, 1]);
    expect(rungs.map(({ hasSdp }) => hasSdp)).toEqual([true, false, false]);
  });

  it('shows where messages are missing', () => {
    const [one, two, three] = [
      message('ACK sip:x SIP/2.0'),
      message('BYE sip:x SIP/2.0'),
      message('BYE sip:y SIP/2.0'),
    ];
    const rungs = layOut([
      { ...one, number: 3 },
      { ...two, number: 4 },
      { ...three, number: 9 },
    ]);
    expect(rungs.map(({ lost }) => lost)).toEqual([2, 0, 4]);
  });

  it('is empty without messages', () => {
    expect(layOut([])).toEqual([]);
  });
});
