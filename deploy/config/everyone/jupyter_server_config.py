"""JupyterLab's settings for every member of the class; extensions are in the .d folder."""

c = get_config()  # noqa: F821  (Jupyter puts get_config here before it runs this file)

# A notebook's kernel talks over sockets in its owner's home. Over TCP, Jupyter's default, every
# account of this machine can listen to what a kernel prints, the instructor's among them.
# Not c.KernelManager: nbgrader grades in kernels of its own, which do not start this way.
c.ServerKernelManager.transport = "ipc"
