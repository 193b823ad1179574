/**
 * Without this, `fc.array(x, { maxLength: 50 })` stops at ten elements: a
 * maximum that is named is meant to be reached.
 */
import * as fc from "fast-check"

fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true })
