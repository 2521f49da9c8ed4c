/** What the server says of the widget; occ/web/widget_script.py writes it. */

/** How a service stands. */
export interface Standing {
  /** Whether it is closed, and when it opens, in seconds since 1970; 0: nobody knows. */
  shut: boolean;
  opens: number;
}

export interface Way extends Standing {
  name: string;
  /** As a person reads it. */
  number: string;
  /** The addresses of the QR code, of the app, and of WhatsApp on the web. */
  qr: string;
  /** In px: each module of the code whole, and as large as a camera needs it. */
  size: number;
  app: string;
  web: string;
  /** In minutes; 0: none, or nobody knows. */
  wait: number;
}

/** The order is the server's: heading, button, close. */
export type Brief = readonly [string, string, string];

/** The order is the server's: choose, scan, web, app, code, nobody, closed, opens, anyway, wait. */
export type Words = readonly [
  ...[string, string, string, string, string],
  ...[string, string, string, string, string],
];

/** What is fetched once somebody asks for it: all that grows with the number of services. */
export interface More {
  ways: Way[];
  words: Words;
  /** Told where nobody can be reached. */
  other: string;
}

export interface Config {
  /** The snippet's link. */
  at: string;
  /** Where it may show itself; none: everywhere. */
  origins: string[];
  /** Where More is; its query goes on behind it. */
  more: string;
  /** Whether the first words tell of the page. */
  tells: boolean;
  /** The only service's, where one tap on a phone is to lead on. */
  only?: Standing & { app: string };
  /** By language. */
  words: Record<string, Brief>;
  /** For visitors who ask for none of those. */
  otherwise: string;
  colour: string;
  ink: string;
  corner: "end" | "start";
  button: string;
  /** Of the administrator's preview: on a phone or not, and open from the start. */
  phone?: boolean;
  open?: boolean;
}
