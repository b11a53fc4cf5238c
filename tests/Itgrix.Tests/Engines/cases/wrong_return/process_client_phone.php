<?php
return 5;
