import type { TileSize } from './fit';

// The abbreviations of public offices. They shorten the kind, never the name itself.
const kinds: [RegExp, string][] = [
  [/^Ủy ban nhân dân\s+/i, 'UBND '],
  [/^(Phòng họp|Điểm cầu|Hội trường)\s+/i, ''],
  [/^Phường\s+/i, 'P. '],
  [/^Thị trấn\s+/i, 'TT. '],
  [/^Thị xã\s+/i, 'TX. '],
  [/^Thành phố\s+/i, 'TP. '],
  [/^Huyện\s+/i, 'H. '],
  [/^Xã\s+/i, 'X. '],
  [/^Đặc khu\s+/i, 'ĐK. '],
];

/** A short name as the tile shows it: whole when there is room, the kind abbreviated on small tiles. */
export function abbreviate(name: string, size: TileSize): string {
  if (size === 'large') return name;
  for (const [kind, short] of kinds) {
    const rest = name.replace(kind, short);
    if (rest !== name && rest.length > 0) return rest;
  }
  return name;
}
