#pragma once
// Everything a screen needs, in one include.

#include "shared/ui/banner.hpp"
#include "shared/ui/button.hpp"
#include "shared/ui/containers.hpp"
#include "shared/ui/dialog.hpp"
#include "shared/ui/label.hpp"
#include "shared/ui/manager.hpp"
#include "shared/ui/pictures.hpp"
#include "shared/ui/text_field.hpp"
