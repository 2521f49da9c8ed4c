/** Digits, times, dates and names as the reader's language writes them. */

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const SECOND = { ...HOUR, second: "2-digit" } as const;
const DAY = { weekday: "long", day: "numeric", month: "long" } as const;
const DAY_OF_YEAR = { ...DAY, year: "numeric" } as const;
const SHORT = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" } as const;
const MOMENT = { dateStyle: "full", timeStyle: "medium", calendar: "gregory" } as const;
const WHOLE = {};
const PER_CENT = { style: "percent" } as const;
const UNGROUPED = { useGrouping: false };
const KILOBYTES = { style: "unit", unit: "kilobyte" } as const;
const MEGABYTES = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 } as const;
const TWO_DIGITS = { minimumIntegerDigits: 2 };
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/;
const LEFT_TO_RIGHT = /[A-Za-z\u00c0-\u024f\u0370-\u052f]/;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
/** Characters that turn the direction of what follows: in a name they only deceive. */
const DIRECTION_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

let locale = "en-GB";
let direction: "ltr" | "rtl" = "ltr";
let zone: string | undefined;
/** Making one costs more than a hundred uses. */
let formats = new Map<object, Intl.DateTimeFormat | Intl.NumberFormat>();

/** Persian dates are Solar Hijri and its digits ۰–۹: `fa` says both to Intl by itself.
 * `ofZone`: an IANA time zone; without it the browser's own. */
export function write(language: string, towards: "ltr" | "rtl", ofZone?: string): void {
  zone = ofZone;
  locale = language === "en" ? "en-GB" : language;
  direction = towards;
  formats = new Map();
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const made = formats.get(options) ?? new Intl.NumberFormat(locale, options);
  formats.set(options, made);
  return made as Intl.NumberFormat;
}

function times(options: Intl.DateTimeFormatOptions, at: string): string {
  const made = formats.get(options) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  formats.set(options, made);
  return (made as Intl.DateTimeFormat).format(new Date(at));
}

export function number(n: number): string {
  return numbers(WHOLE).format(n);
}

/** 0.875 → "88 %". */
export function percent(share: number): string {
  return numbers(PER_CENT).format(share);
}

/** Without separators: of what is a name rather than a count. */
export function digits(n: number): string {
  return numbers(UNGROUPED).format(n);
}

/** 84 000 ms → "1:24". Rounded up, so that zero means over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${number(Math.floor(seconds / 60))}:${numbers(TWO_DIGITS).format(seconds % 60)}`;
}

/** 84 999 ms gone by → "1:24". */
export function stopwatch(ms: number): string {
  return countdown(Math.floor(ms / 1000) * 1000);
}

/** 1 234 567 → "1.2 MB". */
export function fileSize(bytes: number): string {
  return bytes < 1e6
    ? numbers(KILOBYTES).format(Math.max(1, Math.round(bytes / 1e3)))
    : numbers(MEGABYTES).format(bytes / 1e6);
}

export function hour(at: string): string {
  return times(HOUR, at);
}

/** To the second. */
export function exactHour(at: string): string {
  return times(SECOND, at);
}

/** Day, month and, where it is not this year's, the year. */
export function day(at: string, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return times(sameYear ? DAY : DAY_OF_YEAR, at);
}

/** 0 today, 1 yesterday … by the reader's calendar days. */
export function daysAgo(at: string, now: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(Date.parse(at))) / 86_400_000);
}

/** For tooltips: Gregorian also where the reader's calendar is another. */
export function moment(at: string): string {
  return times(MOMENT, at);
}

export function dateAndHour(at: string): string {
  return times(SHORT, at);
}

export function list(names: string[]): string {
  return new Intl.ListFormat(locale).format(names.map(isolated));
}

export function plainName(name: string): string {
  return name.replace(DIRECTION_CONTROLS, "□");
}

/** A value that runs against the page's direction keeps to itself inside a sentence. */
export function isolated(value: string): string {
  const plain = plainName(value);
  const against = direction === "rtl" ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
  const needed = against.test(plain) || (direction === "rtl" && /^[+\d]/.test(plain));
  return needed ? FIRST_STRONG_ISOLATE + plain + POP_ISOLATE : plain;
}
