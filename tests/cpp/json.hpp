// Reads the JSON of test vectors, which is known to be well formed.
#ifndef JSON_HPP
#define JSON_HPP

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

struct json {
    // The text that the value was read from.
    std::string source;
    std::string text;
    std::uint64_t number = 0;
    std::vector<json> items;
    std::map<std::string, json> members;

    bool has(const std::string &name) const { return members.count(name) > 0; }
    const json &at(const std::string &name) const { return members.at(name); }
};

class json_reader {
public:
    explicit json_reader(std::string_view input) : input_(input) {}

    json value() {
        skip();
        const std::size_t begin = at_;
        json out;
        switch (input_[at_]) {
        case '{': object(out); break;
        case '[': array(out); break;
        case '"': out.text = string(); break;
        default: scalar(out);
        }
        out.source = input_.substr(begin, at_ - begin);
        return out;
    }

private:
    void skip() {
        while (std::isspace(static_cast<unsigned char>(input_[at_]))) at_++;
    }

    // Whether this is next; then it is read.
    bool take(char expected) {
        skip();
        if (input_[at_] != expected) return false;
        at_++;
        return true;
    }

    void object(json &out) {
        take('{');
        while (!take('}')) {
            skip();
            const std::string name = string();
            take(':');
            out.members.emplace(name, value());
            take(',');
        }
    }

    void array(json &out) {
        take('[');
        while (!take(']')) {
            out.items.push_back(value());
            take(',');
        }
    }

    std::string string() {
        std::string out;
        for (at_++; input_[at_] != '"'; at_++) {
            if (input_[at_] != '\\') {
                out += input_[at_];
            } else {
                at_++;
                out += input_[at_] == 'n' ? '\n' : input_[at_];
            }
        }
        at_++;
        return out;
    }

    void scalar(json &out) {
        while (at_ < input_.size() && (std::isalnum(static_cast<unsigned char>(input_[at_])) || input_[at_] == '.')) {
            out.text += input_[at_++];
        }
        out.number = std::strtoull(out.text.c_str(), nullptr, 10);
    }

    std::string_view input_;
    std::size_t at_ = 0;
};

#endif
