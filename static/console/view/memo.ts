import { Component, type ComponentType, type FunctionComponent, h } from "preact";

/** Drawn again only where one of its properties is another: for what stands there by the hundred. */
export function memo<P extends object>(Shown: FunctionComponent<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before = this.props as P;
      return (Object.keys(next) as (keyof P)[]).some((name) => next[name] !== before[name]);
    }

    override render() {
      return h(Shown, this.props as P);
    }
  };
}
