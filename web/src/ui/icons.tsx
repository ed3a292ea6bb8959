import type { ReactNode } from 'react';

// A few line icons on a 24-unit grid. All are decoration: the words beside them or the button's label carry the meaning.

export interface IconProps {
  size?: number;
}

function icon(shape: ReactNode) {
  return function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {shape}
      </svg>
    );
  };
}

export const ReportIcon = icon(
  <>
    <path d="M4 20V4M4 20h16" />
    <path d="M9 16v-5M14 16V8M19 16v-3" />
  </>,
);
export const CalendarIcon = icon(
  <>
    <rect x="3.5" y="5" width="17" height="15.5" rx="2" />
    <path d="M3.5 10h17M8 2.5V7M16 2.5V7" />
  </>,
);
export const RecordIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <circle cx="12" cy="12" r="4" fill="currentColor" />
  </>,
);
export const PlayIcon = icon(<path d="M7 4.500v15l12-7.500z" />);
export const CheckIcon = icon(<path d="M4.5 12.5l5 5 10-11" />);
export const LiveIcon = icon(
  <>
    <circle cx="12" cy="12" r="2.5" />
    <path d="M7 17a7 7 0 010-10M17 7a7 7 0 010 10M4 20A11.5 11.5 0 014 4M20 4a11.5 11.5 0 010 16" />
  </>,
);
export const RoomIcon = icon(
  <>
    <rect x="3" y="4" width="18" height="12" rx="2" />
    <path d="M8 20h8M12 16v4" />
  </>,
);
export const PeopleIcon = icon(
  <>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.8a3.5 3.5 0 010 6.4M18 14.5c2 .8 3.2 2.600 3.500 5.500" />
  </>,
);
export const ShieldIcon = icon(<path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6l7-3zM9 12l2 2 4-4" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const LeftIcon = icon(<path d="M15 5l-7 7 7 7" />);
export const RightIcon = icon(<path d="M9 5l7 7-7 7" />);
export const DownIcon = icon(<path d="M5 9l7 7 7-7" />);
export const UpIcon = icon(<path d="M5 15l7-7 7 7" />);
export const GripIcon = icon(<path d="M9 5v.1M15 5v.1M9 12v.1M15 12v.1M9 19v.1M15 19v.1" />);
export const FileIcon = icon(<path d="M6 3h8l5 5v13H6zM14 3v5h5" />);
export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="M16 16l5 5" />
  </>,
);
export const MicIcon = icon(
  <>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.500 11.500a6.500 6.500 0 0013 0M12 18v3" />
  </>,
);
export const MicOffIcon = icon(
  <>
    <path d="M9 5.500a3 3 0 016 .5v5M15 13a3 3 0 01-6-1V9M5.500 11.500a6.500 6.500 0 0010.500 5M18.300 13.500a6.500 6.500 0 00.2-2M12 18v3" />
    <path d="M3 3l18 18" />
  </>,
);
export const PhoneIcon = icon(
  <path d="M5 4h4l1.500 5-2.500 1.500a12 12 0 005.500 5.500l1.500-2.500 5 1.500v4a2 2 0 01-2 2A16 16 0 013 6a2 2 0 012-2z" />,
);
export const HangUpIcon = icon(
  <path d="M2.500 14.500c0-2 4-5 9.500-5s9.500 3 9.500 5c0 1.500-.5 2.500-1 2.500l-4-1.500V13c-1.500-.6-3-.8-4.500-.8s-3 .2-4.500.8v2.500l-4 1.500c-.5 0-1-1-1-2.500z" />,
);
export const HeadsetIcon = icon(
  <path d="M4 14v-2a8 8 0 0116 0v2M4 13.500h3v6H5.500A1.500 1.500 0 014 18zM20 13.500h-3v6h1.500A1.500 1.500 0 0020 18zM18.500 19.500c0 1.500-2 2-4.500 2" />,
);
export const SpeakerIcon = icon(
  <path d="M4 9.500v5h3.500l5 4.500V5l-5 4.500zM16 9a4.500 4.500 0 010 6M18.500 6.500a8 8 0 010 11" />,
);
export const MoveIcon = icon(<path d="M3 12h13M11 6.500 16.500 12 11 17.500M20.500 4.500v15" />);
export const FloorIcon = icon(
  <>
    <circle cx="10" cy="7" r="3.500" />
    <path d="M3.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M18 5v6M21.500 6.500v3" />
  </>,
);
export const MailIcon = icon(
  <>
    <rect x="3" y="5.5" width="18" height="13" rx="2" />
    <path d="M3.5 7.5l8.5 6 8.5-6" />
  </>,
);
export const PrintIcon = icon(
  <>
    <path d="M7 9V3h10v6M7 17H4v-7h16v7h-3" />
    <rect x="7" y="14" width="10" height="7" />
  </>,
);
export const EditIcon = icon(<path d="M4 20h4L19 9l-4-4L4 16v4zM13 7l4 4" />);
export const CopyIcon = icon(
  <>
    <rect x="8" y="8" width="12" height="12" rx="2" />
    <path d="M16 8V4H4v12h4" />
  </>,
);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.500" />
    <path d="M12 7v5l3.500 2" />
  </>,
);
export const WarningIcon = icon(
  <>
    <path d="M12 3.500l9.500 17h-19z" />
    <path d="M12 10v5M12 17.800v.2" />
  </>,
);
export const HandIcon = icon(
  <path d="M8 12V6a1.500 1.500 0 013 0v5-7a1.500 1.500 0 013 0v7-5a1.500 1.500 0 013 0v9a6 6 0 01-6 6c-3 0-4.500-1.500-6-4l-2-3.500a1.500 1.500 0 012.500-1.500z" />,
);
export const LockIcon = icon(
  <>
    <rect x="5" y="11" width="14" height="9" rx="2" />
    <path d="M8 11V8a4 4 0 018 0v3" />
  </>,
);
export const UnlockIcon = icon(
  <>
    <rect x="5" y="11" width="14" height="9" rx="2" />
    <path d="M8 11V8a4 4 0 017.500-2" />
  </>,
);
export const HelpIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M9.500 9.500a2.500 2.500 0 113.500 2.300c-.7.400-1 .9-1 1.700M12 16.800v.2" />
  </>,
);
export const BellIcon = icon(<path d="M6 16V11a6 6 0 0112 0v5l2 2H4l2-2zM10 21h4" />);
export const BellOffIcon = icon(
  <path d="M6 16v-5a6 6 0 01.8-3M9 5.800A6 6 0 0118 11v5M20 18H4l2-2M10 21h4M3 3l18 18" />,
);
export const MenuIcon = icon(<path d="M4 6h16M4 12h16M4 18h16" />);
export const FullScreenIcon = icon(<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />);
