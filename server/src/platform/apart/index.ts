/**
 * Work on other people's data in processes of their own: whatever it needs, too much time or too much memory, it takes
 * nobody with it. (A worker thread is no such wall: V8 ends the whole process when a thread's heap is full.)
 */
export { answerApart } from './answer-apart.ts'
export { type Apart, type ApartOptions, createApart, type Ended } from './apart.ts'
