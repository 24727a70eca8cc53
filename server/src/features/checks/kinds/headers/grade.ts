/** From best to worst, each with the score it begins at. */
const begins = { 'A+': 95, A: 85, B: 70, C: 55, D: 40, F: 0 } as const

export type Grade = keyof typeof begins
export const grades = Object.keys(begins) as [Grade, ...Grade[]]

export const gradeOf = (score: number): Grade => grades.find((grade) => score >= begins[grade]) ?? 'F'

export const isWorse = (grade: Grade, than: Grade): boolean => grades.indexOf(grade) > grades.indexOf(than)
