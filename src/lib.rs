//! Card payments by redirect through any bank that runs the BPC (RBS, `SmartVista`) payment gateway.
