<?php
function version() { return 1; }
