"""The trusted process: runs the test cells, with proxies for what the student wrote."""
