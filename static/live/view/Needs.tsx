import type { ComponentChildren } from "preact";
import { nameOf } from "../../console/desk/names";
import { age } from "../../console/view/ages";
import { gettext, ngettext } from "../../console/words";
import type { TargetFigures } from "../../console/beside";
import { percent } from "../../console/format";
import type { Named } from "../../console/protocol";
import type { Board, Needing, Service } from "../protocol";
import { Assign } from "./Assign";
import { useAddress, useArranged, useContactAddress, useLook } from "./hooks";

type Need = { key: string } & (
  | { service: Service }
  | { window: Needing["windows"][number] }
  | { failed: Needing["failed"][number] }
  | { block: Named }
  | { target: TargetFigures }
);

/** What cannot wait: nobody there for who waits, windows that shut, texts that did not arrive. */
export function Needs({ board }: { board: Board }) {
  const { placed, holding } = useArranged(needs(board));
  return (
    <section class="card live-needs" aria-labelledby="needs" {...holding}>
      <h2 id="needs">{gettext("Needs a person")}</h2>
      {placed.length ? (
        <ul class="live-rows">
          {placed.map(({ row, isGone }) => (
            <li key={row.key} class={isGone ? "row-off" : ""}>
              <One need={row} board={board} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="muted">{gettext("Nothing needs you just now.")}</p>
      )}
    </section>
  );
}

function needs({ services, needing, targets }: Board): Need[] {
  return [
    ...services
      .filter((one) => one.waiting > 0 && one.available === 0)
      .map((service) => ({ key: service.key, service })),
    ...targets
      .filter((one) => one.missed)
      .map((target) => ({ key: `t${target.key}`, target })),
    ...needing.windows.map((window) => ({ key: `w${window.key}`, window })),
    ...needing.failed.map((failed) => ({ key: `f${failed.key}`, failed })),
    ...needing.blocks.map((block) => ({ key: `b${block.key}`, block })),
  ];
}

function One({ need, board }: { need: Need; board: Board }) {
  const look = useLook();
  if ("service" in need) {
    const { service } = need;
    const values = {
      service: service.name,
      age: age(look.now() - Date.parse(service.oldest ?? look.asOf!)),
    };
    const first = board.waiting.find((one) => one.service.key === service.key);
    return (
      <Row mark="!">
        <span>
          {service.unassigned
            ? gettext("Unassigned: the oldest waits %(age)s for you to hand it over", values)
            : gettext("%(service)s: the oldest waits %(age)s, nobody is available", values)}
        </span>
        {first && <Assign conversation={first.key} name={nameOf(first.contact)} shown="queue" />}
      </Row>
    );
  }
  if ("window" in need) {
    const left = age(Date.parse(need.window.ends_at) - look.now());
    const values = { name: nameOf(need.window.contact), left };
    return (
      <Row mark="!">
        <span>{gettext("%(name)s: the window shuts in %(left)s, unanswered", values)}</span>
        <Go to={need.window.key} name={values.name}>
          {gettext("Open")}
        </Go>
      </Row>
    );
  }
  if ("target" in need) {
    const { target } = need;
    return (
      <Row mark="!">
        <span>
          {gettext(
            "%(service)s: in the last hour %(share)s had an answer within %(seconds)s s; the target is %(goal)s.",
            {
              service: target.name,
              share: percent(target.in_time / target.of),
              seconds: target.seconds,
              goal: percent(target.percent / 100),
            },
          )}
        </span>
      </Row>
    );
  }
  if ("block" in need) {
    const { name } = need.block;
    return (
      <Row mark="!">
        <span>{gettext("An agent asks to block %(name)s", { name })}</span>
        <ToBlock to={need.block.key} name={name} />
      </Row>
    );
  }
  const { key, contact, count } = need.failed;
  const values = { name: nameOf(contact) };
  return (
    <Row mark="✕">
      <span>
        {ngettext(
          "%(name)s: %(n)s message did not arrive",
          "%(name)s: %(n)s messages did not arrive",
          count,
          values,
        )}
      </span>
      <Go to={key} name={values.name}>
        {gettext("See")}
      </Go>
    </Row>
  );
}

function Row({ mark, children }: { mark: string; children: ComponentChildren }) {
  return (
    <>
      <span class="live-mark" aria-hidden="true">
        {mark}
      </span>
      {children}
    </>
  );
}

function Go({ to, name, children }: { to: string; name: string; children: ComponentChildren }) {
  return (
    <a class="button" href={useAddress(to)}>
      {children} <span class="unseen">{name}</span>
    </a>
  );
}

function ToBlock({ to, name }: { to: string; name: string }) {
  return (
    <a class="button" href={`${useContactAddress(to)}#block`}>
      {gettext("See")} <span class="unseen">{name}</span>
    </a>
  );
}
