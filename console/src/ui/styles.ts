/** Everything global, in the order it must come. */
import './mantine.css'
import './fonts.css'
import './tokens.css'
import './mantine-overrides.css'
import './base.css'
