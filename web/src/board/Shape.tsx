import type { ReactNode } from 'react';
import type { Look } from './tileState';

const shapes: Record<Look, ReactNode> = {
  waiting: <circle cx="8" cy="8" r="5.5" />,
  dialling: (
    <g fill="currentColor" stroke="none">
      <circle cx="2.5" cy="8" r="1.8" />
      <circle cx="8" cy="8" r="1.8" />
      <circle cx="13.5" cy="8" r="1.8" />
    </g>
  ),
  ringing: (
    <>
      <path d="M4 11V7.500a4 4 0 018 0V11l1.500 1.500h-11zM7 14.500h2" />
      <path d="M1.200 6a7 7 0 012-4M14.800 6a7 7 0 00-2-4" />
    </>
  ),
  in: <circle cx="8" cy="8" r="5.500" fill="currentColor" />,
  muted: (
    <>
      <circle cx="8" cy="8" r="5.500" fill="currentColor" />
      <path d="M2 14L14 2" stroke="var(--tile)" strokeWidth="4" />
      <path d="M2 14L14 2" />
    </>
  ),
  speaking: (
    <>
      <path d="M6 12.500V3l7-1.500v9.500" />
      <g fill="currentColor">
        <ellipse cx="4.300" cy="12.500" rx="2" ry="1.600" />
        <ellipse cx="11.300" cy="11" rx="2" ry="1.600" />
      </g>
    </>
  ),
  poor: <path d="M8 2l6.500 12h-13z" fill="currentColor" />,
  held: <path d="M5 3v10M11 3v10" strokeWidth="3" />,
  redialling: <path d="M13.500 8a5.500 5.500 0 11-1.800-4.100M12.500 1v3.300H9.200" />,
  failed: <path d="M3 3l10 10M13 3L3 13" strokeWidth="2.600" />,
  left: <path d="M6 2.500H2.500v11H6M6 8h8M11 5l3 3-3 3" />,
};

/** The shape of a state. Decoration: the word beside it says the same. */
export function Shape({ look, size = 13 }: { look: Look; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[look]}
    </svg>
  );
}
