#include "program.h"

#include "schema/error.h"

#include <iostream>

#include <xapian.h>

namespace sitrep::bench {

namespace po = boost::program_options;

int run_program(int argc, char** argv, po::options_description description,
                const std::function<void()>& work) {
    try {
        description.add_options()("help", "this text");
        po::variables_map values;
        po::store(po::parse_command_line(argc, argv, description), values);
        if (values.count("help") > 0) {
            std::cout << description;
            return 0;
        }
        po::notify(values);
        work();
        return 0;
    } catch (const Error& error) {
        std::cerr << error.message << '\n';
        return error.exit_code();
    } catch (const Xapian::Error& error) {
        std::cerr << error.get_description() << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
    return 1;
}

} // namespace sitrep::bench
