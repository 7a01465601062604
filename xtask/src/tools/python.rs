//! The vendor's signer for Python, one of the oracles of the signature.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::cache;
use crate::report::step;
use crate::run::{Run, tool};

/// The vendor's package on PyPI.
const PACKAGE: &str = "tls-sig-api-v2";
const VERSION: &str = "1.1";

/// What PYTHONPATH has to be for [`PYTHON`] to find the vendor's package.
pub(crate) fn ensure() -> Result<PathBuf> {
    cache::once(&format!("python-{PACKAGE}-{VERSION}"), |folder| {
        step(format!("pip install {PACKAGE} {VERSION}"), |step| {
            tool(PYTHON)
                .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
                .arg(folder)
                .arg(format!("{PACKAGE}=={VERSION}"))
                .run(step)
                .context("install Python 3 with pip (Debian: apt-get install python3-pip)")?;
            Ok(())
        })
    })
}

pub(crate) const PYTHON: &str = "python3";
