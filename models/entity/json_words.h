#pragma once

#include "models/entity/lines_model.h"

#include <string>
#include <vector>

namespace binnacle {

/// A JSON value as people read it: a string without quotes and escapes, anything else as it was sent.
QString jsonText(const std::string& json);

/// The text of a member of a JSON object where it is a string, else empty.
QString jsonMember(const std::string& object, const char* name);

/// The members of an object (`upstream`): names and values, in order of name.
std::vector<NamedLine> linesOfObject(const std::string& json);

/// The elements of an array of objects (`downstream_impacts`): the system, and what else is said about it. Elements
/// that are not objects stand as they are. At most 200.
std::vector<NamedLine> linesOfImpacts(const std::string& json);

} // namespace binnacle
