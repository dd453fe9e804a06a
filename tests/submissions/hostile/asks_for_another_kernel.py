# Asks for a kernel of another language, whose name leads out of the folder of kernels.
#
# %% damage
notebook["metadata"]["kernelspec"] = {"name": "../../../../../tmp/bash", "display_name": "x", "language": "bash", "argv": ["sh", "-c", "touch /tmp/planted"], "metadata": {"kernel_provisioner": {"provisioner_name": "local-provisioner"}}}
notebook["metadata"]["language_info"] = {"name": "bash", "pygments_lexer": "../../x", "file_extension": ".sh"}
