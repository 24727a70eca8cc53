/**
 * How to look once at a thing: the check kinds with their options and words, one look at a time, and the toolbox that
 * runs one by hand. It decides neither when to look (schedule), nor what a failure means (incidents), and stores nothing.
 */
export { type Checks, checksKey } from './checks-key.ts'
export { type ChecksParts, type ChecksRoom, createChecks } from './create-checks.ts'
export { withFilesKept } from './kept-files.ts'
export { type KindName, kindNames, kindOf } from './kinds/catalogue.ts'
export type { AnyCheckKind, CheckKind, Inbox, KindProject, Signal } from './kinds/contract.ts'
export type { HowToLook } from './look-once.ts'
export type { LookMemory, Notice, Outcome, SeenFile } from './outcome.ts'
export { outcomeView } from './outcome-view.ts'
