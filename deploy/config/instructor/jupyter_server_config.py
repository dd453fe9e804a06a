"""JupyterLab's settings for the instructor; extensions are in the .d folder."""

c = get_config()  # noqa: F821  (Jupyter puts get_config here before it runs this file)

# JupyterLab shows the formgrader in a frame, and JupyterHub forbids frames unless told otherwise.
c.ServerApp.tornado_settings = {
    "headers": {"Content-Security-Policy": "frame-ancestors 'self'"},
}
