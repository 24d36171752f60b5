#pragma once
// An X server of the test's own: started on a free display, ended by its process id.

#include <sys/types.h>

#include <string>

class Xvfb {
  public:
    Xvfb();  ///< sets DISPLAY; throws std::runtime_error when Xvfb cannot be started
    Xvfb(const Xvfb&) = delete;
    Xvfb& operator=(const Xvfb&) = delete;
    ~Xvfb();
    void use() const;  ///< sets DISPLAY

  private:
    pid_t child_ = -1;
    std::string name_;
};

/// The one display of a test program, started when first asked for; DISPLAY names it again.
Xvfb& test_display();
