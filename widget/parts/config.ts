/** What the server says of the widget; occ/web/widget_script.py writes it. */

export interface Way {
  name: string;
  /** As a person reads it. */
  number: string;
  /** The addresses of the QR code, of the app, and of WhatsApp on the web. */
  qr: string;
  /** In px: each module of the code whole, and as large as a camera needs it. */
  size: number;
  app: string;
  web: string;
  /** Whether the service is closed, and when it opens, in seconds since 1970; 0: nobody knows. */
  shut: boolean;
  opens: number;
  /** In minutes; 0: none, or nobody knows. */
  wait: number;
}

/**
 * The order is the server's: heading, choose, scan, web, app, close, code, nobody, button, closed,
 * opens, anyway, wait.
 */
export type Words = readonly [
  ...[string, string, string, string, string, string, string, string, string],
  ...[string, string, string, string],
];

export interface Config {
  /** The snippet's link. */
  at: string;
  /** Where it may show itself; none: everywhere. */
  origins: string[];
  ways: Way[];
  /** By language. */
  words: Record<string, Words>;
  /** For visitors who ask for none of those. */
  otherwise: string;
  colour: string;
  ink: string;
  corner: "end" | "start";
  button: string;
  /** Told where nobody can be reached. */
  other: string;
  /** Of the administrator's preview: on a phone or not, and open from the start. */
  phone?: boolean;
  open?: boolean;
}
