# Puts HTML and JavaScript where a grader's browser will show it: outputs, Markdown, attachments.
#
# page_hides: <script>steal
# page_hides: <img src=x
# page_hides: <img src="x"
# page_hides: <iframe
# page_hides: <base
# page_hides: <svg xmlns='http://www.w3.org/2000/svg' onload
# page_hides: <svg onload
# page_hides: <a href="javascript
# page_hides: <a href='javascript
# %% after="average"
from IPython.display import HTML, SVG, Javascript, Markdown, display

display(HTML("<script>steal(document.cookie)</script><img src=x onerror='steal(1)'>"))
display(HTML("<iframe srcdoc='<script>parent.steal(2)</script>'></iframe><a href='javascript:steal(3)'>marks</a>"))
display(Javascript("steal(4)"))
display(Markdown("<script>steal(5)</script>[marks](javascript:steal(6))"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='steal(7)'><script>steal(8)</script></svg>"))
print("\x1b]8;;javascript:steal(9)\x07marks\x1b]8;;\x07")

# %% [markdown] after="why"
# Because <script>steal(10)</script> each is <img src="x" onerror="steal(11)"> divided by
# [the sum](javascript:steal(12)) of <svg onload="steal(13)"></svg> all, <base href="http://192.0.2.1">.

# %% after="search"
raise ValueError("<script>steal(14)</script>")
