import type { ComponentType } from 'react'
import type { FieldProps } from '../field.ts'
import type { FieldKind } from '../json-schema.ts'
import { AlternativeField } from './alternative-field.tsx'
import { ChoiceField } from './choice-field.tsx'
import { ChoicesField } from './choices-field.tsx'
import { GroupField } from './group-field.tsx'
import { JsonField } from './json-field.tsx'
import { ListField } from './list-field.tsx'
import { MapField } from './map-field.tsx'
import { MultilineField } from './multiline-field.tsx'
import { NumberField } from './number-field.tsx'
import { ReferencesField } from './references-field.tsx'
import { ScalarField } from './scalar-field.tsx'
import { SecretField } from './secret-field.tsx'
import { SwitchField } from './switch-field.tsx'
import { TextField } from './text-field.tsx'
import { VariantField } from './variant-field.tsx'
import { ZoneField } from './zone-field.tsx'

/** A constant has nothing to ask. */
const FixedField = () => null

export const fields = {
  text: TextField,
  multiline: MultilineField,
  secret: SecretField,
  zone: ZoneField,
  number: NumberField,
  switch: SwitchField,
  choice: ChoiceField,
  choices: ChoicesField,
  list: ListField,
  group: GroupField,
  map: MapField,
  variant: VariantField,
  alternative: AlternativeField,
  scalar: ScalarField,
  json: JsonField,
  references: ReferencesField,
  fixed: FixedField,
} satisfies Record<FieldKind, ComponentType<FieldProps>>
