/** The second bundle: what an agent does not need in the first second (desk/later.ts brings it). */

import "./senses/dropped";

// By which the first tells that both were built together.
export { DeskContext } from "./view/hooks";

export { desktopOf } from "./senses/desktop";

export { Around } from "./view/message/Around";
export { Attach } from "./view/files/Attach";
export { AttachedFiles } from "./view/files/AttachedFiles";
export { ClosedList } from "./view/ClosedList";
export { ClosingQuestion } from "./view/ClosingQuestion";
export { EventWords } from "./view/EventWords";
export { FailureNote } from "./view/FailureNote";
export { FindBar } from "./view/FindBar";
export { HaltBar } from "./view/HaltBar";
export { HandOver } from "./view/HandOver";
export { KeySheet } from "./view/KeySheet";
export { KeyTable } from "./view/KeyTable";
export { ListEnd } from "./view/ListEnd";
export { NoAnswer } from "./view/NoAnswer";
export { OtherDraft } from "./view/OtherDraft";
export { OutcomeQuestion } from "./view/OutcomeQuestion";
export { Palette } from "./view/Palette";
export { PanelFacts } from "./view/PanelFacts";
export { Park } from "./view/Park";
export { PresenceChoices } from "./view/PresenceChoices";
export { ReplyList } from "./view/ReplyList";
export { TextNote } from "./view/TextNote";
export { WaitingNote } from "./view/WaitingNote";
export { Watch } from "./view/Watch";
export { WriteFirst } from "./view/first/WriteFirst";
export { WrapBar } from "./view/WrapBar";
