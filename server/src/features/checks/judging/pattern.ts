export { type BadPattern, type Pattern, patternOf } from '#platform/pattern.ts'
