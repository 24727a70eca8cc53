import { answerApart } from '#platform/apart/index.ts'
import { UnusableAssertion } from './assertions.ts'
import { type BodyTask, bodyTasks } from './body-tasks.ts'

/** The process where other people's patterns, paths, schemas and pages are worked on. */
answerApart(
  ({ task, body, asked }: BodyTask) => bodyTasks[task](body, asked as never),
  (error) => error instanceof UnusableAssertion || error instanceof RangeError,
)
