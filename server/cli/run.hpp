#pragma once
// Does a job and says what came of it. One thread; every wait has a limit.

#include "server/cli/arguments.hpp"
#include "server/cli/client.hpp"
#include "server/cli/outcome.hpp"

namespace motcua::cli {

/// Never throws for what a person, a file or a server does.
Outcome run(const Arguments& arguments, const Language& language);

// --- its parts, each in a file of its own ----------------------------------------------------------------------------
Outcome check_file(const CheckFile& job, const Language& language);
Outcome make_backup(const MakeBackup& job, const Arguments& arguments, Client& client, const Language& language);
Outcome restore_backup(const RestoreBackup& job, const Arguments& arguments, const Language& language);
Outcome list_refusals(const ListRefusals& job, const Arguments& arguments, const Language& language);
Outcome verify_audit(const VerifyAudit& job, const Arguments& arguments, const Language& language);
Outcome examine(const Arguments& arguments, const Language& language);

/// "20261123-235959-123": UTC, for the names of copies.
std::string stamp_of_now();

/// An answer as an outcome: a refusal, or what was asked for.
Outcome outcome_of(const Query& query, Answer answer, const Language& language);

link::LinkOptions link_options(const Arguments& arguments);

}  // namespace motcua::cli
