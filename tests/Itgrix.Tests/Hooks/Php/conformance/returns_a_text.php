<?php
return 'text';
