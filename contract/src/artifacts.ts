import { z } from 'zod'
import { outcomeStates } from './states.ts'

/** `report`: what a browser did and saw, as JSON (RunReport). `trace`: for Playwright's trace viewer. `har`: HAR 1.2. */
export const artifactTypes = ['screenshot', 'report', 'trace', 'har'] as const
export type ArtifactType = (typeof artifactTypes)[number]

/** A file that belongs to what was seen. Its bytes are at `/api/v1/artifacts/{id}`. */
export const artifactView = z
  .object({
    id: z.int(),
    type: z.enum(artifactTypes),
    /** Of a screenshot of a scenario: `step-3`. */
    name: z.string(),
    mime: z.string(),
    /** Bytes. */
    size: z.int(),
  })
  .meta({ id: 'Artifact' })
export type ArtifactView = z.infer<typeof artifactView>

/** A look of which files were kept. */
export const keptRun = z
  .object({
    slot_at: z.iso.datetime(),
    state: z.enum(outcomeStates),
    expires_at: z.iso.datetime(),
    artifacts: z.array(artifactView),
  })
  .meta({ id: 'KeptRun' })
export type KeptRunView = z.infer<typeof keptRun>

/** The picture of a project. Both addresses are private to those who may see it. */
export const projectScreenshot = z
  .object({
    project_id: z.int(),
    taken_at: z.iso.datetime(),
    /** It was there already, younger than a day. */
    is_cached: z.boolean(),
    screenshot_url: z.string(),
    thumbnail_url: z.string(),
  })
  .meta({ id: 'ProjectScreenshot' })
export type ProjectScreenshotView = z.infer<typeof projectScreenshot>

export interface ReportStep {
  /** 0 is the start address. */
  readonly step_number: number
  readonly action: string
  readonly description: string | null
  /** Selector or address. */
  readonly target: string | null
  readonly passed: boolean
  /** Not done, because an earlier one failed. */
  readonly skipped: boolean
  readonly duration_ms: number
  readonly error_message: { readonly ko: string; readonly en: string } | null
  readonly current_url: string | null
  /** The `name` of its screenshot. */
  readonly screenshot: string | null
}

export interface ReportLine {
  /** ms since the look began. */
  readonly at_ms: number
  readonly type: string
  readonly text: string
}

export interface ReportRequest {
  readonly at_ms: number
  readonly method: string
  readonly url: string
  readonly type: string
  readonly status: number | null
  /** Bytes as transferred, body and headers. */
  readonly size: number | null
  readonly duration_ms: number | null
  readonly error: string | null
}

/** The body of an artifact of type `report`. */
export interface RunReport {
  readonly kind: string
  readonly url: string
  readonly steps: readonly ReportStep[]
  readonly metrics: Readonly<Record<string, unknown>> | null
  readonly console: readonly ReportLine[]
  readonly network: readonly ReportRequest[]
}

export const metricLevels = ['good', 'warn', 'bad'] as const
export type MetricLevel = (typeof metricLevels)[number]
