import { parts } from "../../model/links";

/** What somebody wrote, with its addresses to press. It is text: nothing in it is ever markup. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {parts(text).map((part, place) =>
        part.href ? (
          <a
            key={place}
            href={part.href}
            dir="ltr"
            title={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
