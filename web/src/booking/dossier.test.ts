import { describe, expect, it } from 'vitest';
import {
  dossierDraftOf,
  dossierRequestOf,
  emptyDossier,
  emptyItem,
  moved,
  totalMinutes,
  withSecretary,
} from './dossier';

describe('moved', () => {
  it.each([
    [0, 2, 'bca'],
    [2, 0, 'cab'],
    [1, 1, 'abc'],
    [0, -1, 'abc'],
    [2, 3, 'abc'],
    [5, 0, 'abc'],
  ])('%i to %i gives %s', (from, to, expected) =>
    expect(moved(['a', 'b', 'c'], from, to).join('')).toBe(expected),
  );
});

describe('a dossier', () => {
  it('comes back as it was sent, line by line', () => {
    const draft = {
      ...emptyDossier,
      invitationNumber: ' 125/GM ',
      helpWanted: true,
      helpNote: 'Micro',
      agenda: [
        { ...emptyItem(), topic: ' Mưa lũ ', speaker: 'Sở NN', minutes: '15' },
        { ...emptyItem(), minutes: '0' },
      ],
    };
    const sent = dossierRequestOf(draft);
    expect(sent.invitationNumber).toBe('125/GM');
    expect(sent.agenda).toEqual([
      { topic: 'Mưa lũ', speaker: 'Sở NN', roomId: null, minutes: 15 },
      { topic: '', speaker: null, roomId: null, minutes: 0 },
    ]);
    const read = dossierDraftOf({ ...sent, hostUnitName: null } as never);
    expect(dossierRequestOf(read)).toEqual(sent);
    expect(new Set(read.agenda.map((item) => item.key)).size).toBe(2);
  });

  it('writes the name of the account that is made secretary, and takes only that name away again', () => {
    const [lan, mai] = ['Lan', 'Mai'].map((displayName) => ({
      id: displayName,
      displayName,
      userName: displayName,
    }));
    const named = withSecretary(emptyDossier, lan ?? null);
    expect(dossierRequestOf(named)).toMatchObject({ secretary: 'Lan', secretaryId: 'Lan' });
    expect(withSecretary(named, mai ?? null).secretary).toBe('Mai');
    expect(withSecretary(named, null)).toEqual(emptyDossier);
    const other = { ...named, secretary: 'Bà Lan, Phó Văn phòng' };
    expect(withSecretary(other, null)).toMatchObject({ secretary: other.secretary, secretaryAccount: null });
  });

  it('forgets what help was wanted for once none is', () => {
    expect(dossierRequestOf({ ...emptyDossier, helpNote: 'Micro' }).helpNote).toBeNull();
  });

  it('adds up the minutes that are known', () => {
    expect(totalMinutes([{ minutes: '15' }, { minutes: '' }, { minutes: null }, { minutes: 5 }])).toBe(20);
  });
});
