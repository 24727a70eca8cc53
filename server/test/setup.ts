import fc from 'fast-check'

// Of what is drawn at random, a run draws the same as the last one: BONGSU_TEST_SEED draws something else.
fc.configureGlobal({ seed: Number(process.env.BONGSU_TEST_SEED ?? 1) })
