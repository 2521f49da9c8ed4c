import { AlertBar } from "./AlertBar";
import { TargetBar } from "./TargetBar";

/** Above the lists of who oversees: what needs them now. */
export function Watch({ show }: { show(): void }) {
  return (
    <>
      <AlertBar show={show} />
      <TargetBar />
    </>
  );
}
